"""How papers look: one `Paper` of blocks, as PDF and as DOCX."""
