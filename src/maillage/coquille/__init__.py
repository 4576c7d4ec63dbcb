"""Coquille: what surrounds every page — layout, navigation, components, help, refusals, sign-in.

Legal ground: RGAA 4.1 (loi 2005-102, article 47; décret 2019-768), for the accessibility of the
screens. Neighbours: it knows every room below by the name of its addresses only; `config` alone
stands above it. It holds no table of people and decides no access: it shows decisions.
"""
