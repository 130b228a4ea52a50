"""Pure decisions about numbers and names: no database, no clock."""
