"""Runs the shopping cart on made-up data, and on the real file where VARVE_RETAIL_CSV names it.

usage: shop_test.py SHOPPING_CART [SENTENCE...]
"""
import sys

import imports
import living_shop
from shop_case import ShopCase
from sentences import run

CASES = [imports.MadeUpData, imports.RealData, living_shop.BadRows, living_shop.ALivingShop, living_shop.TheProgram]

if __name__ == "__main__":
    ShopCase.program = sys.argv[1]
    run("shopping_cart_imports", CASES, sys.argv[2:])
