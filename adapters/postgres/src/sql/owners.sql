-- Functions that run as their owner call others: an owner who was deprived of any has it back, or nobody could append.
DO $$
DECLARE
  deprived record;
BEGIN
  FOR deprived IN
    SELECT p.oid::regprocedure AS function, p.proowner::regrole AS owner FROM pg_proc p
    WHERE p.pronamespace = '{log}'::regnamespace AND NOT has_function_privilege(p.proowner, p.oid, 'EXECUTE')
  LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', deprived.function, deprived.owner);
  END LOOP;
END $$;
