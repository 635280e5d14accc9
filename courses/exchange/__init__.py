"""A whole course as one zip: written, read, validated, compared with what is there, made."""
