"""What a PDF says, read by somebody else's program."""

import subprocess


def text_of(pdf: bytes, *, flat: bool = True, layout: bool = True) -> str:
    """The words of all pages; `flat`: without any white space, for a line may break anywhere in Chinese."""
    how = ["-layout"] if layout else ["-raw"]
    done = subprocess.run(["pdftotext", *how, "-", "-"], input=pdf, capture_output=True, check=True)
    said = done.stdout.decode()
    return "".join(said.split()) if flat else said
