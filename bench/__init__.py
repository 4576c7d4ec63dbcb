"""One script per measured claim, each against a named peer in the same run."""
