"""Pure decisions about reviews."""
