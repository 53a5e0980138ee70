"""The API's reference, made when the product is built: the OpenAPI document and its pages."""
