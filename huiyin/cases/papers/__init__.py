"""Papers of cases (minutes, reports) as DOCX and PDF, both written from one ``Paper``.

``word.docx(paper)``, ``sheet.pdf(paper)``, ``handing.hand_out(paper, ending)``; a text in Markdown
becomes sections by ``markdown.sections``.
"""
