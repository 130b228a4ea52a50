"""What people outside the police see: whether a record in their hands is genuine."""
