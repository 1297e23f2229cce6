"""What of the documentation is made from the code, and how the pages' commands are run."""
