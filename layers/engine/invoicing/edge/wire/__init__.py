"""The primary API's own spelling of our model, in and out."""
