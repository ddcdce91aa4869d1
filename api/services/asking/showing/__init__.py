"""What pages for people show, read from the world of whoever asks: entities, clusters, seizures, things, lists."""
