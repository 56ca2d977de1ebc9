"""Solves and other long questions as durable jobs.

    API -> Jobs (our tables) -> queue (dbos) -> worker process -> solve process

What is true about a job stands in our own tables, guarded by a lease: whoever works on a job holds a numbered lease,
and nobody with an older number can write. The queue only says who takes what next. So the queue may hand out a job
twice, lose it, or be emptied: the watchdog in every worker brings it into line with the tables again.
"""
