"""Files become text: pasted, TXT, DOCX, PDF."""
