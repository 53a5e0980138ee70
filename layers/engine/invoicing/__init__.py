"""Notula's engine: legally numbered documents, exact taxes, pages and e-invoices.

Rooms import only downwards, in this order:

    doors > edge > usecases > store, outbound > fiscal, formats, render, slips,
    recognize, countries > rules > model > safe > errors, registry
"""
