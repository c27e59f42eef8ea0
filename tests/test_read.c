/* tests/test_read.c: the reader is chosen by the file's name.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "graph/read.h"
#include "tests/leak.h"

TestSuite (read, .fini = no_leaks);

#define LINE "{\"vertices\":2,\"edges\":[[0,1]]}\n"

static char folder[] = "/tmp/modmorph-read-XXXXXX";
static char path[200];

/* A file of that name in a folder of our own; its path is in `path`.  */
static void
put (const char *name, const char *text)
{
  if (strstr (folder, "XXXXXX"))
    cr_assert_not_null (mkdtemp (folder));
  snprintf (path, sizeof path, "%s/%s", folder, name);
  FILE *out = fopen (path, "w");
  cr_assert_not_null (out);
  fputs (text, out);
  fclose (out);
}

static void
clean_up (void)
{
  unlink (path);
  rmdir (folder);
}

static void
accept_file (const char *name, const char *text, uint32_t layers)
{
  put (name, text);
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  mm_status s = mm_read_module (path, &m, &err);
  cr_assert_eq (s, MM_OK, "%s: %s", name, err.text);
  cr_assert_null (mm_module_defect (m));
  cr_assert_eq (mm_module_layers (m), layers);
  mm_module_free (m);
  unlink (path);
}

static void
refuse_path (mm_status status, const char *words)
{
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  mm_status s = mm_read_module (path, &m, &err);
  cr_assert_eq (s, status, "%s: %s", path, err.text);
  cr_assert (strstr (err.text, words), "%s: %s", path, err.text);
  cr_assert (err.file ? !strcmp (err.file, path) : strstr (err.text, path) != NULL, "the path is named: %s", err.text);
  cr_assert_null (m);
}

static void
refuse_file (const char *name, const char *text, mm_status status, const char *words)
{
  put (name, text);
  refuse_path (status, words);
  unlink (path);
}

Test (read, every_known_ending_has_its_reader)
{
  accept_file ("m.dot", "digraph { a -> b; a -> b }", 2);
  accept_file ("m.gv", "digraph { a -> b; }", 1);
  accept_file ("m.edges", "2 1 0 1\n0 1\n", 1);
  accept_file ("m.jsonl", "\n" LINE "\n", 1);
  accept_file ("M.EDGES", "2 1 0 1\n0 1\n", 1);
  accept_file ("m.dot.edges", "2 1 0 1\n0 1\n", 1);
  clean_up ();
}

Test (read, the_content_decides_where_it_is_clear)
{
  accept_file ("m.txt", "# a list\n2 1 0 1\n0 1\n", 1);
  accept_file ("dot", "digraph { a -> b }", 1);
  accept_file ("m.dot.bak", "/* x */ // y\n# z\nSTRICT digraph { a -> b }", 1);
  accept_file ("m.json", LINE, 1);
  accept_file ("m.edges", "\xEF\xBB\xBF" "digraph { a -> b; a -> b }", 2);
  accept_file ("m.jsonl", "2 1 0 1\n0 1\n", 1);
  accept_file ("m.dot", LINE, 1);
  accept_file ("m.graph#1", "digraph { a -> b }", 1);
  clean_up ();
}

Test (read, what_is_no_module_by_content_nor_by_name_is_refused)
{
  refuse_file ("m.txt", "some text\n", MM_EUNSUPPORTED, "neither DOT");
  refuse_file ("digraphs", "digraphs { a -> b }", MM_EUNSUPPORTED, "neither DOT");
  refuse_file ("m", "# only a comment\n", MM_EUNSUPPORTED, "neither DOT");
  refuse_file ("m", "", MM_EPARSE, "the file is empty");
  refuse_file ("m.gv", "some text\n", MM_EPARSE, "expected 'digraph', not some");
  clean_up ();
}

/* One module of a file that has several.  */
static void
expect_layers (const char *what, const char *called, uint32_t layers)
{
  char whole[300];
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  snprintf (whole, sizeof whole, "%s#%s", path, called);
  cr_assert_eq (mm_read_module (whole, &m, &err), MM_OK, "%s: %s: %s", what, called, err.text);
  cr_expect_eq (mm_module_layers (m), layers, "%s: %s", what, called);
  cr_expect_eq (err.file, whole);
  mm_module_free (m);
}

static void
refuse_called (const char *called, mm_status status, const char *words)
{
  char whole[300];
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  snprintf (whole, sizeof whole, "%s#%s", path, called);
  cr_expect_eq (mm_read_module (whole, &m, &err), status, "%s: %s", called, err.text);
  cr_expect (strstr (err.text, words), "%s: %s", called, err.text);
  cr_expect_null (m);
}

Test (read, a_module_of_several_is_named_behind_the_file)
{
  put ("m#x.dot", "digraph A { a -> b } digraph \"B#C\" { a -> b; a -> b } digraph { a -> a }");
  refuse_path (MM_EUNSUPPORTED, "there are 3 graphs in it: A, B#C, 3");
  expect_layers ("DOT", "A", 1);
  expect_layers ("DOT", "1", 1);
  expect_layers ("DOT", "B#C", 2);
  refuse_called ("3", MM_ENOTMODULE, "self-loop");
  refuse_called ("C", MM_EUNSUPPORTED, "there is no graph called C in it");
  unlink (path);
  put ("m.edges", "2 1 0 1\n0 1\n");
  expect_layers ("edges", "1", 1);
  refuse_called ("A", MM_EUNSUPPORTED, "an edge list has one graph");
  unlink (path);
  put ("m.jsonl", LINE "\n{\"name\":\"B\",\"vertices\":2,\"edges\":[[0,1],[0,1]]}\nno JSON\n");
  expect_layers ("JSON lines", "1", 1);
  expect_layers ("JSON lines", "B", 2);
  refuse_called ("4", MM_EPARSE, "not JSON");
  refuse_called ("C", MM_EUNSUPPORTED, "there is no module called C in it");
  unlink (path);
  put ("m.jsonl", "{\"name\":\"2\",\"vertices\":2,\"edges\":[[0,1]]}\n{\"vertices\":2,\"edges\":[[0,1],[0,1]]}\n\n"
                  "{\"name\":\"B\",\"vertices\":2,\"edges\":[[0,1],[0,1],[0,1]]}\n"
                  "{\"name\":\"B\",\"vertices\":2,\"edges\":[[0,1],[0,1],[0,1],[0,1]]}\n");
  refuse_called ("B", MM_EUNSUPPORTED, "the modules in lines 4 and 5 are both called B; name one by its line, as in FILE##4");
  refuse_called ("2", MM_EUNSUPPORTED, "the modules in lines 1 and 2 are both called 2");
  expect_layers ("a name that is also a number", "#1", 1);
  expect_layers ("a number that is also a name", "#2", 2);
  expect_layers ("a number behind what has no name", "4", 3);
  expect_layers ("a number behind what has no name", "#5", 4);
  refuse_called ("3", MM_EUNSUPPORTED, "there is no module called 3 in it");
  refuse_called ("#6", MM_EUNSUPPORTED, "there is no module called #6 in it");
  unlink (path);
  refuse_called ("C", MM_EIO, "No such file");
  clean_up ();
}

Test (read, a_file_of_several_modules_is_refused_with_their_number)
{
  refuse_file ("m.jsonl", LINE LINE "\n" LINE, MM_EPARSE, "there are 3 modules");
  refuse_file ("m.jsonl", "", MM_EPARSE, "there is no module");
  refuse_file ("m.jsonl", " \n\n", MM_EPARSE, "there is no module");
  refuse_file ("m.jsonl", "{\n" LINE, MM_EPARSE, "not JSON");
  clean_up ();
}

Test (read, empty_files_are_refused)
{
  refuse_file ("m.edges", "", MM_EPARSE, "n m s t");
  refuse_file ("m.dot", "", MM_EPARSE, "");
  clean_up ();
}

Test (read, what_is_not_there_or_a_folder_is_named)
{
  snprintf (path, sizeof path, "/nowhere/at/all.edges");
  refuse_path (MM_EIO, "No such file");
  snprintf (path, sizeof path, "/nowhere/at/all");
  refuse_path (MM_EIO, "No such file");
  snprintf (path, sizeof path, "/tmp");
  refuse_path (MM_EIO, "folder");
  put ("x", "");
  clean_up ();
  snprintf (path, sizeof path, "%s.edges", folder);
  cr_assert_eq (mkdir (path, 0700), 0);
  refuse_path (MM_EIO, "");
  rmdir (path);
}

Test (read, a_flaw_has_its_file_and_line)
{
  put ("m.edges", "2 2 0 1\n0 1\n1 1\n");
  mm_module *m;
  mm_error err;
  cr_assert_eq (mm_read_module (path, &m, &err), MM_ENOTMODULE);
  cr_assert_eq (err.line, 3);
  cr_assert_str_eq (err.file, path);
  clean_up ();
}
