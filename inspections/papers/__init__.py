"""What each paper of a visit, an order or a case states: facts in, blocks out."""
