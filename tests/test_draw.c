/* tests/test_draw.c: pictures as files.  */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "graph/builder.h"
#include "graph/text.h"
#include "prove/bridge.h"
#include "render/draw.h"
#include "render/scene_i.h"
#include "rewrite/reduce.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/xml.h"

TestSuite (draw, .fini = no_leaks);

/* A module with its derivation and scene, and a folder for its pictures.  */
typedef struct studio
{
  mm_module *module;
  mm_derivation *derivation;
  mm_scene *scene;
  char folder[32], path[80];
} studio;

static studio
studio_for (mm_module *m)
{
  studio s = { .module = m, .derivation = mm_derivation_new (m), .folder = "draw-XXXXXX" };
  cr_assert_not_null (mkdtemp (s.folder));
  mm_reducer *r = mm_reducer_new ();
  cr_assert_eq (mm_reduce_to_single (r, m, s.derivation, NULL, NULL), MM_OK);
  mm_reducer_free (r);
  mm_error err = { .status = MM_OK };
  cr_assert_eq (mm_scene_new (s.derivation, &s.scene, &err), MM_OK, "%s", err.text);
  return s;
}

static const char *
path_of (studio *s, const char *name)
{
  snprintf (s->path, sizeof s->path, "%s/%s", s->folder, name);
  return s->path;
}

static void
leave (studio *s)
{
  mm_scene_free (s->scene);
  mm_derivation_free (s->derivation);
  mm_module_free (s->module);
  cr_assert_eq (rmdir (s->folder), 0, "a file was left behind in %s", s->folder);
}

/* Read a file and remove it.  */
static mm_text
take (const char *path)
{
  mm_text t;
  cr_assert_eq (mm_text_read (path, &t, NULL), MM_OK, "%s", path);
  unlink (path);
  return t;
}

static mm_text
board (studio *s, mm_direction direction, mm_format format)
{
  const char *path = path_of (s, "board");
  mm_error err = { .status = MM_OK };
  cr_assert_eq (mm_draw_board (s->scene, direction, 1, &path, &format, &err), MM_OK, "%s", err.text);
  return take (path);
}

static mm_text
step (studio *s, mm_direction direction, size_t k)
{
  const char *path = path_of (s, "step.svg");
  mm_error err = { .status = MM_OK };
  cr_assert_eq (mm_draw_step (s->scene, direction, k, path, MM_FORMAT_SVG, &err), MM_OK, "%s", err.text);
  return take (path);
}

static size_t
count (const char *text, const char *word)
{
  size_t found = 0;
  for (; (text = strstr (text, word)); text += strlen (word))
    found++;
  return found;
}

/* ---- bytes ------------------------------------------------------------------------- */

Test (draw, two_runs_give_equal_bytes)
{
  static const mm_format formats[] = { MM_FORMAT_SVG, MM_FORMAT_PDF, MM_FORMAT_PNG };
  studio a = studio_for (kit_paper_d ()), b = studio_for (kit_paper_d ());
  for (int i = 0; i < 3; i++)
    for (int direction = MM_REDUCE; direction <= (int) MM_MORPH; direction++)
      {
        mm_text x = board (&a, (mm_direction) direction, formats[i]);
        mm_text y = board (&b, (mm_direction) direction, formats[i]);
        cr_assert_eq (x.length, y.length, "format %d", i);
        cr_assert_eq (memcmp (x.data, y.data, x.length), 0, "format %d", i);
        mm_text_clear (&x);
        mm_text_clear (&y);
      }
  leave (&a);
  leave (&b);
}

Test (draw, several_formats_come_from_one_call)
{
  studio s = studio_for (kit_bridge ());
  char svg[80], pdf[80];
  strcpy (svg, path_of (&s, "a.svg"));
  strcpy (pdf, path_of (&s, "a.pdf"));
  const char *paths[] = { svg, pdf };
  const mm_format formats[] = { MM_FORMAT_SVG, MM_FORMAT_PDF };
  cr_assert_eq (mm_draw_board (s.scene, MM_MORPH, 2, paths, formats, NULL), MM_OK);
  mm_text a = take (svg), b = take (pdf);
  cr_assert_eq (strncmp (a.data, "<?xml", 5), 0);
  cr_assert_eq (strncmp (b.data, "%PDF", 4), 0);
  mm_text_clear (&a);
  mm_text_clear (&b);
  leave (&s);
}

Test (draw, pdf_has_one_fixed_date)
{
  studio s = studio_for (kit_bridge ());
  mm_text t = board (&s, MM_REDUCE, MM_FORMAT_PDF);
  static const char wanted[] = "/CreationDate (D:20000101000000";
  size_t found = 0;
  for (size_t i = 0; i + sizeof wanted < t.length; i++)
    found += memcmp (t.data + i, wanted, sizeof wanted - 1) == 0;
  cr_assert_eq (found, 1);
  mm_text_clear (&t);
  leave (&s);
}

/* ---- frames ------------------------------------------------------------------------- */

/* The path data of the element with an id, or NULL when the picture does not show it.  */
static char *
path_data (const char *svg, const char *id)
{
  char group[64];
  snprintf (group, sizeof group, "<g id=\"%s\"", id);
  const char *at = strstr (svg, group), *start, *close;
  if (!at || !(start = strstr (at, " d=\"")) || !(close = strchr (start + 4, '"')))
    return NULL;
  return strndup (start + 4, (size_t) (close - start - 4));
}

Test (draw, a_layer_that_stays_keeps_its_path_from_frame_to_frame)
{
  studio s = studio_for (kit_module ("s-u u-a u-p p-b a-b a-b a-w b-q q-w w-t s-t"));
  mm_text before = step (&s, MM_REDUCE, 0);
  size_t kept = 0;
  for (size_t k = 1; k < mm_scene_frames (s.scene); k++)
    {
      mm_text now = step (&s, MM_REDUCE, k);
      for (unsigned x = 0; x < 60; x++)
        {
          char id[32];
          snprintf (id, sizeof id, "layer%u", x);
          char *a = path_data (before.data, id), *b = path_data (now.data, id);
          if (a && b)
            {
              cr_assert_str_eq (a, b, "%s in frame %zu", id, k);
              kept++;
            }
          free (a);
          free (b);
        }
      mm_text_clear (&before);
      before = now;
    }
  mm_text_clear (&before);
  cr_assert_gt (kept, 20);
  leave (&s);
}

static char *
view_box (const char *svg)
{
  const char *at = strstr (svg, "viewBox=\"");
  cr_assert_not_null (at);
  return strndup (at, strcspn (at + 9, "\"") + 9);
}

Test (draw, all_frames_have_the_same_canvas)
{
  studio s = studio_for (kit_paper_d ());
  mm_text first = step (&s, MM_REDUCE, 0);
  char *wanted = view_box (first.data);
  for (int direction = MM_REDUCE; direction <= (int) MM_MORPH; direction++)
    for (size_t k = 0; k < mm_scene_frames (s.scene); k++)
      {
        mm_text t = step (&s, (mm_direction) direction, k);
        char *box = view_box (t.data);
        cr_assert_str_eq (box, wanted);
        free (box);
        mm_text_clear (&t);
      }
  free (wanted);
  mm_text_clear (&first);
  leave (&s);
}

Test (draw, a_board_has_a_caption_for_every_frame)
{
  studio s = studio_for (kit_paper_d ());
  for (int direction = MM_REDUCE; direction <= (int) MM_MORPH; direction++)
    {
      mm_text t = board (&s, (mm_direction) direction, MM_FORMAT_SVG);
      cr_assert_eq (count (t.data, "class=\"caption\""), mm_scene_frames (s.scene));
      mm_text_clear (&t);
    }
  leave (&s);
}

/* ---- names --------------------------------------------------------------------------- */

static const char *const nasty[]
  = { "a<b>&\"c\"", "&lt;", "\\N", "%s%n", "\\l\\r\\G", "<B>x</B>", "-->", "é⊛", "]]>", "\x01" };
enum { NASTY = sizeof nasty / sizeof *nasty };

/* A chain of blobs and layers with such names, and a shortcut.  */
static mm_module *
nasty_module (void)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m;
  for (int i = 0; i < NASTY; i++)
    cr_assert_eq (mm_builder_add_blob (b, nasty[i], NULL), MM_OK);
  for (mm_blob i = 0; i + 1 < NASTY; i++)
    mm_builder_add_layer (b, i, i + 1, nasty[i], NULL);
  mm_builder_add_layer (b, 0, NASTY - 1, nasty[0], NULL);
  mm_builder_set_name (b, nasty[0]);
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  return m;
}

Test (draw, svg_is_well_formed_and_titled_whatever_the_names)
{
  studio s = studio_for (nasty_module ());
  mm_text t = board (&s, MM_REDUCE, MM_FORMAT_SVG);
  cr_assert_null (xml_defect (t.data), "%s", xml_defect (t.data));
  cr_assert_not_null (strstr (t.data, "<title>a&lt;b&gt;&amp;&quot;c&quot;</title>"));
  cr_assert_not_null (strstr (t.data, "<title>&amp;lt;</title>"));
  cr_assert_not_null (strstr (t.data, "<title>\\N</title>"));
  cr_assert_not_null (strstr (t.data, "<title>%s%n</title>"));
  cr_assert_not_null (strstr (t.data, "<title>\\x01</title>"));
  mm_text_clear (&t);
  for (int i = 0; i < 2; i++)
    {
      mm_text other = board (&s, MM_MORPH, i ? MM_FORMAT_PDF : MM_FORMAT_PNG);
      mm_text_clear (&other);
    }
  leave (&s);
}

Test (draw, every_blob_carries_its_name_as_title)
{
  studio s = studio_for (kit_module ("source-alpha source-beta alpha-a_rather_long_name beta-a_rather_long_name"));
  mm_text t = step (&s, MM_REDUCE, 0);
  static const char *const names[] = { "source", "alpha", "beta", "a_rather_long_name" };
  cr_assert_eq (count (t.data, "class=\"blob\""), 4);
  for (int i = 0; i < 4; i++)
    {
      char wanted[80];
      snprintf (wanted, sizeof wanted, "class=\"blob\">\n<title>%s</title>", names[i]);
      cr_assert_eq (count (t.data, wanted), 1, "%s", wanted);
    }
  mm_text_clear (&t);
  leave (&s);
}

/* The texts of an SVG as a reader sees them, entities and all, in the order of appearance.  */
static bool
shows_text (const char *svg, const char *escaped)
{
  char wanted[80];
  snprintf (wanted, sizeof wanted, ">%s</text>", escaped);
  return strstr (svg, wanted) != NULL;
}

Test (draw, names_are_shown_as_they_are)
{
  studio s = studio_for (kit_module ("a&b-\\N \\N-&lt; a&b-&lt;"));
  mm_text t = step (&s, MM_REDUCE, 0);
  cr_assert (shows_text (t.data, "a&amp;b"));
  cr_assert (shows_text (t.data, "\\N"));
  cr_assert (shows_text (t.data, "&amp;lt;"));
  mm_text_clear (&t);
  leave (&s);
}

/* ---- certificates ---------------------------------------------------------------------- */

Test (draw, a_certificate_shows_the_bridge_and_its_diamond)
{
  studio s = studio_for (kit_module ("s-u u-a u-p p-b a-b a-b a-w b-q q-w w-t s-t"));
  mm_reducer *r = mm_reducer_new ();
  mm_derivation *d = mm_derivation_new (s.module);
  mm_core core;
  mm_bridge bridge;
  cr_assert_eq (mm_reduce_to_core (r, s.module, d, &core), MM_OK);
  cr_assert_eq (mm_bridge_find (d, &core, &bridge), MM_OK);
  const char *path = path_of (&s, "certificate.svg");
  cr_assert_eq (mm_draw_certificate (s.scene, &bridge, path, MM_FORMAT_SVG, NULL), MM_OK);
  mm_text t = take (path);
  cr_assert_null (xml_defect (t.data), "%s", xml_defect (t.data));
  cr_assert_eq (count (t.data, "class=\"blob\""), 8);
  cr_assert_eq (count (t.data, "class=\"corner\""), 4);
  cr_assert_eq (count (t.data, "class=\"path\""), 5);
  cr_assert_eq (count (t.data, "class=\"rank\""), 8);
  cr_assert (shows_text (t.data, "module: complex"));
  mm_text_clear (&t);
  mm_bridge_free (&bridge);
  mm_derivation_free (d);
  mm_reducer_free (r);
  leave (&s);
}

/* ---- errors ------------------------------------------------------------------------------ */

/* 30000 by 20000 points have 60e6 pixels at 23 dots per inch, where letters have no shape.  */
Test (draw, a_sheet_too_large_for_a_png_is_refused_and_other_formats_are_named)
{
  studio s = studio_for (kit_bridge ());
  const char *path = path_of (&s, "sheet");
  mm_format format = MM_FORMAT_PNG;
  mm_error err;
  mm_sheet sheet;
  mm_sheet_init (&sheet, (mm_box){ 0, 0, 30000, 20000 }, "large");
  cr_assert_eq (mm_scene_publish (s.scene, &sheet, 1, &path, &format, &err), MM_ELIMIT);
  cr_assert_str_eq (err.text, "the picture is 30000 by 20000 pt, too large for a PNG; draw SVG or PDF, or single steps");
  cr_assert_neq (access (path, F_OK), 0, "no file is left");
  format = MM_FORMAT_SVG;
  cr_assert_eq (mm_scene_publish (s.scene, &sheet, 1, &path, &format, &err), MM_OK);
  mm_text t = take (path);
  mm_text_clear (&t);
  mm_sheet_clear (&sheet);
  leave (&s);
}

/* 1.5 times the pixels that a PNG may have at 96 dots per inch.  */
Test (draw, a_large_sheet_becomes_a_png_of_fewer_dots)
{
  studio s = studio_for (kit_bridge ());
  const char *path = path_of (&s, "sheet");
  const mm_format png = MM_FORMAT_PNG;
  mm_sheet sheet;
  mm_sheet_init (&sheet, (mm_box){ 0, 0, 9000, 5625 }, "large");
  cr_assert_eq (mm_scene_publish (s.scene, &sheet, 1, &path, &png, NULL), MM_OK);
  mm_text t = take (path);
  const unsigned char *size = (const unsigned char *) t.data + 16;
  const double width = size[0] << 24 | size[1] << 16 | size[2] << 8 | size[3];
  const double height = size[4] << 24 | size[5] << 16 | size[6] << 8 | size[7];
  cr_assert (width * height <= 60e6 && width * height > 57e6, "%.0f by %.0f pixels", width, height);
  mm_text_clear (&t);
  mm_sheet_clear (&sheet);
  leave (&s);
}

Test (draw, a_path_that_cannot_be_written_is_an_error)
{
  studio s = studio_for (kit_bridge ());
  const char *path = "no/such/folder/x.svg";
  const mm_format svg = MM_FORMAT_SVG;
  mm_error err;
  cr_assert_eq (mm_draw_board (s.scene, MM_REDUCE, 1, &path, &svg, &err), MM_EIO);
  cr_assert_not_null (strstr (err.text, "no/such/folder"), "%s", err.text);
  leave (&s);
}

Test (draw, a_step_that_is_not_there_is_an_error)
{
  studio s = studio_for (kit_bridge ());
  mm_error err;
  cr_assert_eq (mm_draw_step (s.scene, MM_REDUCE, 99, path_of (&s, "x.svg"), MM_FORMAT_SVG, &err), MM_EINVAL);
  cr_assert_not_null (strstr (err.text, "99"));
  leave (&s);
}

Test (draw, too_many_frames_for_a_board_are_refused)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m;
  mm_builder_add_blobs (b, 2);
  for (int i = 0; i < 205; i++)
    mm_builder_add_layer (b, 0, 1, NULL, NULL);
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  studio s = studio_for (m);
  const char *path = path_of (&s, "board.svg");
  const mm_format svg = MM_FORMAT_SVG;
  mm_error err;
  cr_assert_eq (mm_draw_board (s.scene, MM_REDUCE, 1, &path, &svg, &err), MM_ELIMIT);
  cr_assert_not_null (strstr (err.text, "frames"));
  leave (&s);
}
