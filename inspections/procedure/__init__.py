"""A case from lead to archive: facts, rules by stage, the table of steps, and the clocks."""
