GRANT USAGE ON SCHEMA {log} TO {role};
GRANT SELECT ON ALL TABLES IN SCHEMA {log} TO {role};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {log} TO {role};
REVOKE EXECUTE ON FUNCTION {log}.enter_1, {log}.keys_1, {log}.match_1, {log}.place_check_1, {log}.import_2, {log}.compact_2 FROM {role};
GRANT INSERT, UPDATE ON {log}.leases TO {role};
