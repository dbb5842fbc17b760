GRANT USAGE ON SCHEMA {log} TO {role};
GRANT SELECT ON ALL TABLES IN SCHEMA {log} TO {role};
GRANT EXECUTE ON FUNCTION {log}.append_1, {log}.barrier_1, {log}.change_1, {log}.state_1, {log}.json_1, {log}.tags_1 TO {role};
GRANT INSERT, UPDATE ON {log}.leases TO {role};
