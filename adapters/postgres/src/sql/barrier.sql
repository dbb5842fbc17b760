-- Gives barriers their next number, which stops every append that was sent before and not yet judged, wherever it waits: once
-- this is committed, what stands is all that will ever stand of them.
CREATE FUNCTION {log}.barrier_1(p_spare uuid, OUT barriers bigint, OUT epoch uuid, OUT head bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {log}, pg_temp SET lock_timeout = '5s' AS $$
BEGIN
  SELECT e.epoch, e.head INTO epoch, head FROM enter_1(p_spare) e;
  UPDATE log SET barriers = log.barriers + 1 RETURNING log.barriers INTO barriers;
END $$;
