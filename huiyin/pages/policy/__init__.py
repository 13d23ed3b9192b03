"""制度: the regulation as a document, on screen and as one text, with what it does and did."""
