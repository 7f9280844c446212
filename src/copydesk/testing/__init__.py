"""What authors of exporters and readers test with."""
