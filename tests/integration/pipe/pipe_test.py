"""Checks `varve pipe` against docs/reference/pipe.md, sentence by sentence, through the real program.

usage: pipe_test.py VARVE memory|sqlite|postgres [SENTENCE...]
"""
import sys

import appends
import deletes
import events
import lines
import looks
import reads
import repeats
from pipe_case import PipeCase
from sentences import run

CASES = [lines.Lines, lines.Members, events.Events, appends.Appends, appends.Expectations, appends.Conditions, repeats.Repeats,
         reads.StreamReads, reads.LogReads, deletes.Deletes, looks.Info, looks.Streams, looks.Waits]

if __name__ == "__main__":
    PipeCase.program, PipeCase.kind = sys.argv[1:3]
    run(f"pipe_{PipeCase.kind}", CASES, sys.argv[3:])
