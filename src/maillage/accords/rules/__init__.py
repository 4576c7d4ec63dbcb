"""Who must agree, to what, until when; what an adult may not read. Pure."""
