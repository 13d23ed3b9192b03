"""回测: a draft of the regulation tried on the organisation's own history, as pages."""
