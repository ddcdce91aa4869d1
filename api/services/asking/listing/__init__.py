"""Lists that pages show: filtered, sorted and cut into pages, with counts of what matched and of all."""
