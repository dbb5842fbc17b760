-- Judges and writes a group of appends in the order given, under the log's lock, in one statement and one round trip.
--
-- All arrays count from 1. What comes several times is sent once and named by its index: p_streams and p_names (types and
-- categories). A demand is a write (d_events > 0) or a check (0); those of a request stand together, its writes first, and
-- r_demands gives the last of each request; r_condition its condition or 0, r_matches its last match. A match says that a
-- request's condition is met by an event of an earlier request, which counts once that was written. q_items, i_types and
-- i_tags give the last item of a condition, the last type and the last tag of an item. n_id are the ids that callers gave, each
-- once in the whole group. d_place is, of a write's events, the first one's place in the group.
--
-- p_plain says that there is no condition and that no stream comes twice. Then all demands are judged at once, and one after the
-- other only when one of them fails or an id stands already.
--
-- Answers rows of:
--   what 0  the log: position = head afterwards, revision = append time of the last event before, bytes = epoch; when all were
--           judged at once, nothing else is answered, and firsts = what was the next revision of each demand's stream
--   what 1  an event that stands already: demand = index into n_id, position, revision, bytes = content digest
--   what 2  refused: the stream of this demand was deleted for ever
--   what 3  conflict: this demand failed; revision = the stream's last, -1 when it was never written
--   what 4  refused: the token of the condition belongs to a history that this log does not share
--   what 5  conflict: the condition failed; position = an event that matches
--   what 6  written: for each write the position and revision of its first event
--   what 7  checks alone that hold; position = head
--   what 8  alone: a barrier was committed since p_barriers was their number, or an epoch begun; position = their number; nothing
--           was written
CREATE FUNCTION {log}.append_1(
  p_barriers bigint, p_now bigint, p_spare uuid, p_plain boolean,
  p_names text[], p_streams text[], p_categories integer[],
  r_demands integer[], r_condition integer[], r_matches integer[],
  d_stream integer[], d_kind integer[], d_revision bigint[], d_events integer[], d_place integer[],
  q_epoch uuid[], q_after bigint[], q_items integer[], i_types integer[], i_tags integer[], i_type text[], i_tag text[],
  m_demand integer[], m_offset integer[],
  n_id uuid[], n_request integer[],
  e_demand integer[], e_offset integer[], e_behind integer[], e_ahead integer[], e_type integer[], e_id uuid[],
  e_occurred_at bigint[], e_digest bytea[], e_checksum bigint[], e_content_type text[], e_tags bytea[], e_metadata bytea[],
  e_data bytea[], t_event integer[], t_tag text[])
RETURNS TABLE(what integer, request integer, demand integer, "position" bigint, revision bigint, bytes bytea, firsts bigint[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {log}, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan SET jit = off
SET lock_timeout = '5s' AS $$
#variable_conflict use_column
DECLARE
  entered record;
  head bigint;
  hold boolean; repeated boolean;
  s_key bigint[]; s_next bigint[]; s_deleted bigint[]; s_closed boolean[];   -- of p_streams
  d_written integer[] := d_place;                                            -- 0 when it is not
  d_first bigint[];
  n_key integer[];                                                           -- of p_names
  stands boolean[];
  first_key bigint; next_key bigint;
  from_d integer; till_d integer := 0; from_m integer; till_m integer := 0;
  s integer; q integer; found bigint; shared bigint; alive boolean; good boolean;
BEGIN
  entered := enter_1(p_spare);
  IF entered.barriers <> p_barriers THEN
    what := 8; position := entered.barriers;
    RETURN NEXT; RETURN;
  END IF;
  head := entered.head;

  SELECT array_agg(k.stream), array_agg(k.next), array_agg(k.deleted), array_agg(k.closed),
         bool_and(CASE k.kind WHEN 0 THEN k.events = 0 OR NOT k.closed
                              WHEN 1 THEN NOT k.alive AND (k.events = 0 OR NOT k.closed)
                              WHEN 2 THEN k.alive
                              ELSE NOT k.closed AND k.next = k.revision + 1 END),
         EXISTS (SELECT FROM unnest(n_id) n(id) JOIN events e ON e.id = n.id
                 WHERE n.id <= (SELECT newest.id FROM events newest ORDER BY newest.id DESC LIMIT 1)),
         (SELECT array_agg(p.key) FROM (SELECT n.key FROM unnest(p_names) WITH ORDINALITY p(name, i)
                                        LEFT JOIN names n ON n.name = p.name ORDER BY p.i) p)
    INTO s_key, s_next, s_deleted, s_closed, hold, repeated, n_key
    FROM (SELECT coalesce(k.stream, 0) AS stream, d.kind, d.revision, d.events, state.*,
                 state.next > 0 AND NOT state.closed AND state.deleted <> state.next AS alive
          FROM unnest(p_streams, d_kind, d_revision, d_events) WITH ORDINALITY d(name, kind, revision, events, i)
          LEFT JOIN streams k ON k.name = d.name
          LEFT JOIN LATERAL (SELECT e.revision FROM events e WHERE e.stream = k.stream
                             ORDER BY e.revision DESC LIMIT 1) last ON true
          CROSS JOIN LATERAL (SELECT coalesce(last.revision + 1, 0) AS next, coalesce(k.deleted_before, -1) AS deleted,
                                     coalesce(k.closed, false) AS closed) state
          WHERE d.name IS NOT NULL
          ORDER BY d.i) k;
  IF 0 = ANY (s_key) THEN
    SELECT greatest(max(k.stream), 0) + 1 INTO first_key FROM streams k;
    next_key := first_key;
  END IF;

  IF p_plain AND hold AND NOT repeated THEN
    head := head + cardinality(e_id);
    d_first := s_next;
    firsts := s_next;
    FOR fresh IN 1 .. CASE WHEN first_key > 0 THEN cardinality(s_key) ELSE 0 END LOOP
      IF s_key[fresh] = 0 AND d_events[fresh] > 0 THEN
        s_key[fresh] := next_key;
        next_key := next_key + 1;
      END IF;
    END LOOP;
  ELSE
    stands := array_fill(false, ARRAY[cardinality(r_demands)]);
    d_written := array_fill(0, ARRAY[cardinality(d_stream)]);
    d_first := d_written;
    FOR request, demand, position, revision, bytes IN
      SELECT n.request, n.i, e.position, e.revision, e.digest
      FROM unnest(n_id, n_request) WITH ORDINALITY n(id, request, i) JOIN events e ON e.id = n.id
    LOOP
      stands[request] := true;
      what := 1;
      RETURN NEXT;
    END LOOP;
    bytes := NULL;

    FOR r IN 1 .. cardinality(r_demands) LOOP
      from_d := till_d + 1; till_d := r_demands[r];
      from_m := till_m + 1; till_m := r_matches[r];
      CONTINUE WHEN stands[r];
      what := 0;

      FOR d IN from_d .. till_d LOOP
        s := d_stream[d];
        IF d_events[d] > 0 AND s_closed[s] THEN
          what := 2; demand := d; revision := 0;
          EXIT;
        END IF;
        CONTINUE WHEN what = 3 OR d_kind[d] = 0;
        alive := s_next[s] > 0 AND NOT s_closed[s] AND s_deleted[s] <> s_next[s];
        good := CASE d_kind[d] WHEN 1 THEN NOT alive WHEN 2 THEN alive
                               ELSE NOT s_closed[s] AND s_next[s] = d_revision[d] + 1 END;
        IF NOT good THEN
          what := 3; demand := d; revision := s_next[s] - 1;
        END IF;
      END LOOP;

      q := r_condition[r];
      IF what = 0 AND q > 0 THEN
        IF q_epoch[q] = entered.epoch THEN
          shared := head;
        ELSIF q_epoch[q] = '00000000-0000-0000-0000-000000000000' THEN
          shared := q_after[q];
        ELSE
          SELECT min(later.shared) INTO shared FROM ancestors a JOIN ancestors later ON later.ordinal >= a.ordinal
            WHERE a.epoch = q_epoch[q];
        END IF;
        found := NULL;
        IF shared IS NULL OR q_after[q] > shared THEN
          what := 4;
        ELSE
          FOR m IN from_m .. till_m LOOP
            IF d_written[m_demand[m]] > 0 AND entered.head + d_written[m_demand[m]] + m_offset[m] > q_after[q] THEN
              found := entered.head + d_written[m_demand[m]] + m_offset[m];
              EXIT;
            END IF;
          END LOOP;
          FOR i IN coalesce(q_items[q - 1], 0) + 1 .. q_items[q] LOOP
            EXIT WHEN found IS NOT NULL;
            found := match_1(i_type[coalesce(i_types[i - 1], 0) + 1 : i_types[i]],
                             i_tag[coalesce(i_tags[i - 1], 0) + 1 : i_tags[i]], q_after[q]);
          END LOOP;
        END IF;
        IF found IS NOT NULL THEN
          what := 5; position := found;
        END IF;
      END IF;

      request := r;
      IF what > 0 THEN
        RETURN NEXT;
      ELSIF from_d > till_d OR d_events[from_d] = 0 THEN
        what := 7; position := head;
        RETURN NEXT;
      ELSE
        what := 6;
        FOR d IN from_d .. till_d LOOP
          EXIT WHEN d_events[d] = 0;
          s := d_stream[d];
          IF s_key[s] = 0 THEN
            s_key[s] := next_key;
            next_key := next_key + 1;
          END IF;
          demand := d; position := head + 1; revision := s_next[s];
          d_written[d] := position - entered.head;
          d_first[d] := revision;
          head := head + d_events[d];
          s_next[s] := s_next[s] + d_events[d];
          RETURN NEXT;
        END LOOP;
      END IF;
    END LOOP;
  END IF;

  IF head > entered.head THEN
    IF array_position(n_key, NULL) IS NOT NULL THEN
      n_key := keys_1(p_names);
    END IF;
    IF next_key > first_key THEN
      INSERT INTO streams(stream, name, category, first_visible, closed)
        SELECT k.key, k.name, n_key[k.category], 0, false
        FROM unnest(s_key, p_streams, p_categories) k(key, name, category) WHERE k.key >= first_key;
    END IF;
    INSERT INTO events(position, stream, revision, occurred_at, recorded_at, checksum, id, type, category, behind, ahead,
                       digest, content_type, tags, metadata, data)
      SELECT place.at, s_key[d_stream[e.demand]], place.revision, e.occurred_at, place.recorded_at,
             e.checksum + place_check_1(place.at, place.revision, place.recorded_at, e.behind, e.ahead),
             e.id, n_key[e.type], n_key[p_categories[d_stream[e.demand]]], e.behind, e.ahead,
             e.digest, e.content_type, e.tags, e.metadata, e.data
      FROM unnest(e_demand, e_offset, e_behind, e_ahead, e_type, e_id, e_occurred_at, e_digest, e_checksum, e_content_type,
                  e_tags, e_metadata, e_data)
             e(demand, in_write, behind, ahead, type, id, occurred_at, digest, checksum, content_type, tags, metadata, data),
           LATERAL (SELECT entered.head + d_written[e.demand] + e.in_write AS at, d_first[e.demand] + e.in_write AS revision,
                           greatest(p_now, entered.last_append) AS recorded_at) place
      WHERE d_written[e.demand] > 0;
    IF cardinality(t_event) > 0 THEN
      INSERT INTO tags(tag, position)
        SELECT t.tag, entered.head + d_written[e_demand[t.event]] + e_offset[t.event]
        FROM unnest(t_event, t_tag) t(event, tag) WHERE d_written[e_demand[t.event]] > 0;
    END IF;
  END IF;
  what := 0; request := 0; demand := 0; position := head;
  revision := coalesce(entered.last_append, p_now);
  bytes := uuid_send(entered.epoch);
  RETURN NEXT;
END $$;
