"""What a link is (the twin of web_src/links), and texts of links for training."""
