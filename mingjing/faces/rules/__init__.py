"""Pure decisions about pictures, scores and moves."""
