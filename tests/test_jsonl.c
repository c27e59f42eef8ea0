/* tests/test_jsonl.c: streams of modules, one JSON object a line.  */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "graph/read.h"
#include "graph/write.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (jsonl, .fini = no_leaks);

/* A stream over some bytes.  */
typedef struct stream
{
  FILE *in;
  mm_jsonl *j;
} stream;

static stream
over (const char *text, size_t length)
{
  stream s = { .in = tmpfile () };
  cr_assert_not_null (s.in);
  fwrite (text, 1, length, s.in);
  rewind (s.in);
  s.j = mm_jsonl_new (s.in, "x.jsonl");
  cr_assert_not_null (s.j);
  return s;
}

static void
done (stream s)
{
  mm_jsonl_free (s.j);
  fclose (s.in);
}

static mm_module *
next_good (stream s, const char *called)
{
  mm_module *m = NULL;
  const char *name = NULL;
  mm_error err = { .text = "" };
  mm_status status = mm_jsonl_next (s.j, &m, &name, &err);
  cr_assert_eq (status, MM_OK, "line %d: %s", (int) err.line, err.text);
  cr_assert_str_eq (name, called);
  cr_assert_null (mm_module_defect (m));
  return m;
}

static void
next_is_end (stream s)
{
  mm_module *m = NULL;
  const char *name;
  mm_error err = { .text = "" };
  cr_assert_eq (mm_jsonl_next (s.j, &m, &name, &err), MM_END);
  cr_assert_null (m);
}

static mm_error
next_bad (stream s, mm_status status, mm_flaw flaw, uint64_t line)
{
  mm_module *m = NULL;
  const char *name = NULL;
  mm_error err = { .text = "" };
  mm_status got = mm_jsonl_next (s.j, &m, &name, &err);
  cr_assert_eq (got, status, "%s", err.text);
  cr_assert_eq (err.flaw, flaw, "%s: %s", mm_flaw_name (err.flaw), err.text);
  cr_assert_eq (err.line, line);
  cr_assert_str_eq (err.file, "x.jsonl");
  cr_assert_not_null (name);
  cr_assert_null (m);
  return err;
}

/* The refusal of a single line.  */
static mm_error
refuse (const char *line, mm_status status, mm_flaw flaw)
{
  stream s = over (line, strlen (line));
  mm_error err = next_bad (s, status, flaw, 1);
  next_is_end (s);
  done (s);
  return err;
}

#define BRIDGE "{\"name\":\"bridge\",\"vertices\":4,\"edges\":[[0,1],[0,2],[1,2],[1,3],[2,3]],\"source\":0,\"sink\":3}"
#define EDGE "{\"vertices\":2,\"edges\":[[0,1]]}"

Test (jsonl, a_bridge_reads_as_it_is_written)
{
  stream s = over (BRIDGE "\n", strlen (BRIDGE "\n"));
  mm_module *m = next_good (s, "bridge");
  cr_assert_eq (mm_module_layers (m), 5);
  cr_assert_eq (mm_module_sink (m), 3);
  cr_assert_str_eq (mm_module_name (m), "bridge");
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream (&text, &length);
  cr_assert_eq (mm_write_jsonl (m, "bridge", out), MM_OK);
  fclose (out);
  cr_assert_str_eq (text, BRIDGE "\n");
  free (text);
  mm_module_free (m);
  next_is_end (s);
  next_is_end (s);
  done (s);
}

Test (jsonl, names_are_optional_and_stand_for_line_numbers)
{
  const char text[] = "\n" EDGE "\n  \r\n{\"name\":null,\"vertices\":2,\"edges\":[[1,0]],\"source\":null}";
  stream s = over (text, strlen (text));
  mm_module_free (next_good (s, "2"));
  mm_module *m = next_good (s, "4");
  cr_assert_eq (mm_module_source (m), 1);
  mm_module_free (m);
  done (s);
}

Test (jsonl, a_byte_order_mark_windows_line_ends_and_extra_keys_are_accepted)
{
  const char text[] = "\xEF\xBB\xBF{\"class\":\"simple\",\"vertices\":2,\"edges\":[[0,1],[0,1]],\"kinds\":[{\"x\":[1.5]}]}\r\n" EDGE "\r\n";
  stream s = over (text, strlen (text));
  mm_module_free (next_good (s, "1"));
  mm_module_free (next_good (s, "2"));
  next_is_end (s);
  done (s);
}

Test (jsonl, a_bad_line_does_not_stop_the_stream)
{
  const char text[] = EDGE "\n{oops\n" EDGE "\n{\"name\":\"loop\",\"vertices\":1,\"edges\":[[0,0]]}\n" EDGE;
  stream s = over (text, strlen (text));
  mm_module_free (next_good (s, "1"));
  next_bad (s, MM_EPARSE, MM_FLAW_NONE, 2);
  mm_module_free (next_good (s, "3"));
  next_bad (s, MM_ENOTMODULE, MM_FLAW_SELF_LOOP, 4);
  mm_module_free (next_good (s, "5"));
  next_is_end (s);
  done (s);
}

Test (jsonl, a_bad_line_still_says_its_name)
{
  const char text[] = "{\"name\":\"loop\",\"vertices\":1,\"edges\":[[0,0]]}\n{\"vertices\":1}";
  stream s = over (text, strlen (text));
  mm_module *m;
  const char *name;
  cr_assert_eq (mm_jsonl_next (s.j, &m, &name, NULL), MM_ENOTMODULE);
  cr_assert_str_eq (name, "loop");
  cr_assert_eq (mm_jsonl_next (s.j, &m, &name, NULL), MM_EPARSE);
  cr_assert_str_eq (name, "2");
  done (s);
}

Test (jsonl, what_is_not_in_the_format_is_refused)
{
  const char *bad[] = {
    "[]", "7", "nonsense", "{}", EDGE " " EDGE, "{\"vertices\":2,\"vertices\":2,\"edges\":[[0,1]]}",
    "{\"vertices\":2.0,\"edges\":[[0,1]]}", "{\"vertices\":\"2\",\"edges\":[[0,1]]}", "{\"vertices\":-2,\"edges\":[[0,1]]}",
    "{\"vertices\":99999999999999999999,\"edges\":[[0,1]]}", "{\"vertices\":2}", "{\"vertices\":2,\"edges\":{}}",
    "{\"vertices\":2,\"edges\":[0,1]}", "{\"vertices\":2,\"edges\":[[0]]}", "{\"vertices\":2,\"edges\":[[0,1,1]]}",
    "{\"vertices\":2,\"edges\":[[0,1.0]]}", "{\"vertices\":2,\"edges\":[[0,null]]}", "{\"vertices\":2,\"edges\":[[\"0\",1]]}",
    "{\"name\":5,\"vertices\":2,\"edges\":[[0,1]]}", "{\"vertices\":2,\"edges\":[[0,1]],\"source\":\"0\"}",
    "{\"vertices\":2,\"edges\":[[0,1]],\"sink\":1.0}", "{\"name\":\"\xFF\",\"vertices\":2,\"edges\":[[0,1]]}",
    "{\"name\":\"a\\u0000b\",\"vertices\":2,\"edges\":[[0,1]]}",
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    {
      mm_error err = refuse (bad[i], MM_EPARSE, MM_FLAW_NONE);
      cr_assert (strlen (err.text) > 10, "%s: %s", bad[i], err.text);
    }
}

Test (jsonl, numbers_out_of_range_are_named)
{
  mm_error err = refuse ("{\"vertices\":3,\"edges\":[[0,1],[1,3]]}", MM_ENOTMODULE, MM_FLAW_RANGE);
  cr_assert_str_eq (err.text, "not a module: blob 3 of edge 2 is out of range; there are 3 blobs, from 0");
  refuse ("{\"vertices\":3,\"edges\":[[0,1],[1,-1]]}", MM_ENOTMODULE, MM_FLAW_RANGE);
  refuse ("{\"vertices\":2,\"edges\":[[0,1]],\"source\":2}", MM_ENOTMODULE, MM_FLAW_RANGE);
  refuse ("{\"vertices\":2,\"edges\":[[0,1]],\"sink\":-1}", MM_ENOTMODULE, MM_FLAW_RANGE);
  refuse ("{\"vertices\":2,\"edges\":[[0,1]],\"source\":1,\"sink\":0}", MM_ENOTMODULE, MM_FLAW_TERMINALS);
  refuse ("{\"vertices\":0,\"edges\":[],\"source\":0}", MM_ENOTMODULE, MM_FLAW_NO_LAYER);
}

Test (jsonl, a_lie_about_the_size_takes_no_memory)
{
  refuse ("{\"vertices\":4294967294,\"edges\":[[4294967293,0]]}", MM_ENOTMODULE, MM_FLAW_ISOLATED);
  refuse ("{\"vertices\":4294967295,\"edges\":[[0,1]]}", MM_ELIMIT, MM_FLAW_NONE);
  refuse ("{\"vertices\":9223372036854775807,\"edges\":[[0,1]]}", MM_ELIMIT, MM_FLAW_NONE);
}

Test (jsonl, zero_bytes_are_refused)
{
  static const char text[] = "{\"vertices\":2,\"edges\":[[0,1]]}\0\n\0\n" EDGE "\n";
  stream s = over (text, sizeof text - 1);
  next_bad (s, MM_EPARSE, MM_FLAW_NONE, 1);
  next_bad (s, MM_EPARSE, MM_FLAW_NONE, 2);
  mm_module_free (next_good (s, "3"));
  done (s);
}

Test (jsonl, deep_nesting_is_refused)
{
  enum { DEEP = 1000000 };
  char *text = malloc (DEEP + 1);
  memset (text, '[', DEEP);
  text[DEEP] = '\0';
  refuse (text, MM_EPARSE, MM_FLAW_NONE);
  free (text);
}

Test (jsonl, lines_may_be_long)
{
  mm_module *m = kit_random_bridged (7, 30000, 100);
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream (&text, &length);
  cr_assert_eq (mm_write_jsonl (m, NULL, out), MM_OK);
  fclose (out);
  stream s = over (text, length);
  mm_module *copy = next_good (s, "1");
  const size_t bytes = mm_module_layers (m) * sizeof (mm_blob);
  cr_assert_eq (mm_module_layers (copy), mm_module_layers (m));
  cr_assert_arr_eq (mm_module_tails (copy), mm_module_tails (m), bytes);
  cr_assert_arr_eq (mm_module_heads (copy), mm_module_heads (m), bytes);
  mm_module_free (copy);
  mm_module_free (m);
  free (text);
  done (s);
}

Test (jsonl, names_are_quoted_when_written)
{
  const char odd[] = "a \"b\" \\ \n é";
  mm_module *m = kit_bridge ();
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream (&text, &length);
  cr_assert_eq (mm_write_jsonl (m, odd, out), MM_OK);
  cr_assert_eq (mm_write_jsonl (m, "\xFF", out), MM_EINVAL);
  fclose (out);
  stream s = over (text, length);
  mm_module_free (next_good (s, odd));
  next_is_end (s);
  mm_module_free (m);
  free (text);
  done (s);
}

Test (jsonl, a_full_disk_and_an_unreadable_file_are_noticed)
{
  mm_module *m = kit_random_simple (1, 20000), *none = NULL;
  FILE *full = fopen ("/dev/full", "w"), *folder = fopen ("/", "r");
  if (!full || !folder)
    cr_skip_test ("there is no /dev/full");
  cr_assert_eq (mm_write_jsonl (m, NULL, full), MM_EIO);
  fclose (full);
  mm_module_free (m);

  mm_jsonl *j = mm_jsonl_new (folder, "/");
  const char *name;
  mm_error err;
  cr_assert_eq (mm_jsonl_next (j, &none, &name, &err), MM_EIO);
  cr_assert (strstr (err.text, "directory"), "%s", err.text);
  mm_jsonl_free (j);
  fclose (folder);
}

Test (jsonl, what_is_left_can_be_counted)
{
  const char text[] = EDGE "\n\n" EDGE "\nrubbish\n  \n" EDGE;
  stream s = over (text, strlen (text));
  uint64_t count = 0;
  mm_module_free (next_good (s, "1"));
  cr_assert_eq (mm_jsonl_skip (s.j, &count, NULL), MM_OK);
  cr_assert_eq (count, 3);
  next_is_end (s);
  done (s);
}

/* ---- broken graphs ---------------------------------------------------------- */

/* The "reason" of each line of a corpus of broken graphs is the flaw that is found.  */
static size_t
check_reasons (FILE *lines)
{
  char *line = NULL;
  size_t capacity = 0, count = 0;
  for (ssize_t length; (length = getline (&line, &capacity, lines)) > 0; count++)
    {
      json_t *root = json_loadb (line, (size_t) length, 0, NULL);
      const char *reason = json_string_value (json_object_get (root, "reason"));
      stream s = over (line, (size_t) length);
      mm_module *m = NULL;
      const char *name;
      mm_error err = { .text = "" };
      mm_status status = mm_jsonl_next (s.j, &m, &name, &err);
      cr_assert_eq (status, MM_ENOTMODULE, "%s", line);
      cr_assert_str_eq (mm_flaw_name (err.flaw), reason, "%s: %s is not %s", name, mm_flaw_name (err.flaw), reason);
      done (s);
      json_decref (root);
    }
  free (line);
  return count;
}

Test (jsonl, broken_graphs_are_refused_for_their_reason)
{
  const char *top = getenv ("top_srcdir");
  char path[4096];
  snprintf (path, sizeof path, "%s/tests/data/invalid.jsonl", top ? top : ".");
  FILE *lines = fopen (path, "r");
  cr_assert_not_null (lines, "%s", path);
  cr_assert_eq (check_reasons (lines), 30);
  fclose (lines);
}

Test (jsonl, all_shared_broken_graphs_are_refused_for_their_reason)
{
  const char *path = kit_shared ("modules/invalid.jsonl.gz");
  if (!path)
    cr_skip_test ("the shared data are not here");
  char command[4200];
  snprintf (command, sizeof command, "gzip -dc '%s'", path);
  FILE *lines = popen (command, "r");
  cr_assert_not_null (lines);
  cr_assert_eq (check_reasons (lines), 200);
  cr_assert_eq (pclose (lines), 0);
}
