"""A company brings the regulation it has: upload, side by side, an amendment (Z16)."""
