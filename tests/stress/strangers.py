"""What else goes on in a PostgreSQL server: transactions that stay open, and a log that relies on a sequence."""

import contextlib
import subprocess
import threading

from workers import Wrong

WRITERS = 16
EVENTS_OF_EACH = 300


class Session:
    """Talks SQL to a database and stays."""

    def __init__(self, url):
        self.process = subprocess.Popen(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", url], text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def say(self, sql):
        """Answers with the last line of what `sql` gives."""
        print(sql + "\n\\echo done", file=self.process.stdin, flush=True)
        last = ""
        for line in self.process.stdout:
            if line == "done\n":
                return last
            last = line.strip()
        raise Wrong(f"psql ended at: {sql}")

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Strangers:
    """An idle transaction that has written, and a prepared one, each in a database of its own; and one that has read the log's own."""

    def __init__(self, server):
        self.server = server
        self.idle = Session(server.ask("database idle"))
        self.idle.say("CREATE TABLE t (n int); BEGIN; INSERT INTO t VALUES (1);")
        prepared = Session(server.ask("database prepared"))
        prepared.say("CREATE TABLE t (n int); BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'forgotten';")
        prepared.end()
        self.reading = Session(server.url)
        self.reading.say("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM pg_class;")

    def demand_that_they_were_there(self):
        idle = self.server.ask("execute postgres SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'")
        prepared = self.server.ask("execute postgres SELECT count(*) FROM pg_prepared_xacts")
        if idle != "2" or prepared != "1":
            raise Wrong(f"{idle} transactions were idle and {prepared} prepared, not 2 and 1")
        print("all the while two transactions were idle, one of them having written, and one was prepared")

    def end(self):
        self.idle.end()
        self.reading.end()
        self.server.ask("execute prepared ROLLBACK PREPARED 'forgotten'")


@contextlib.contextmanager
def in_the_way(server):
    others = Strangers(server)
    try:
        yield others
    finally:
        others.end()


NAIVE = """
CREATE TABLE naive (id bigserial PRIMARY KEY);
CREATE TABLE seen (id bigint);
CREATE PROCEDURE write(events int) LANGUAGE plpgsql AS $$
BEGIN
  FOR i IN 1..events LOOP
    INSERT INTO naive DEFAULT VALUES;
    PERFORM pg_sleep(random() * 0.003);
    COMMIT;
  END LOOP;
END $$;
CREATE PROCEDURE tail(goal bigint) LANGUAGE plpgsql AS $$
DECLARE
  last bigint := 0;
BEGIN
  WHILE last < goal LOOP
    INSERT INTO seen SELECT id FROM naive WHERE id > last ORDER BY id;
    last := coalesce((SELECT max(id) FROM seen), 0);
    COMMIT;
  END LOOP;
END $$;
"""


def naive_tailer_skips(server):
    """The control: who reads `where id > last` over a sequence misses events, on this very server."""
    url = server.ask("database naive")
    everything = Session(url)
    everything.say(NAIVE)
    sessions = [Session(url) for _ in range(WRITERS + 1)]
    orders = [f"CALL write({EVENTS_OF_EACH});"] * WRITERS + [f"CALL tail({WRITERS * EVENTS_OF_EACH});"]
    threads = [threading.Thread(target=session.say, args=(order,)) for session, order in zip(sessions, orders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    skipped = int(everything.say("SELECT count(*) FROM naive WHERE id NOT IN (SELECT id FROM seen);"))
    for session in [*sessions, everything]:
        session.end()
    print(f"a tailer that reads `id > last` over a bare sequence skipped {skipped} of {WRITERS * EVENTS_OF_EACH} events")
    if skipped == 0:
        raise Wrong("a naive tailer skipped nothing, so this run shows nothing")
