"""What an agency is made of: people, work, policy, and the book that reads them day by day."""
