"""The sample day: three specialist systems hand in documents, and what became of each is checked."""
