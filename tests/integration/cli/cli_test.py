"""Checks the commands of the program `varve` against docs/reference/cli.md, through the real program.

usage: cli_test.py VARVE [SENTENCE...]
"""
import sys

import appends
import copies
import exit_codes
import keeping
import lists
import models
import moves
import streams
import terminals
import verifies
from cli_case import CliCase
from sentences import run

CASES = [exit_codes.ExitCodes, exit_codes.Words, lists.Lists, appends.Append, appends.AppendLines, models.Projections,
         moves.Moves, copies.Copies, copies.Doctor, copies.Follow, keeping.Keeping, verifies.Verify, streams.ClosedStreams, terminals.Terminals, terminals.Progress]

if __name__ == "__main__":
    CliCase.program = sys.argv[1]
    run("cli_commands", CASES, sys.argv[2:])
