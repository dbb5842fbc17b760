GRANT USAGE ON SCHEMA {log} TO {role};
GRANT SELECT ON ALL TABLES IN SCHEMA {log} TO {role};
GRANT EXECUTE ON FUNCTION {log}.state_1, {log}.json_1, {log}.tags_1 TO {role};
