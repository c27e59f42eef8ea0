/* tests/hosts/locale_host.c: a host in a locale with decimal commas prints in one thread and draws in another.

   Whatever is drawn, the other thread has to print commas only, and the picture has to have points.  */
#include <locale.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "graph/read.h"
#include "render/draw.h"
#include "rewrite/reduce.h"

enum { PICTURES = 5 };

static atomic_bool stop;
static long commas, points;

static void *
print (void *unused)
{
  char text[32];
  while (!stop)
    {
      snprintf (text, sizeof text, "%.1f", 1.5);
      if (strchr (text, ','))
        commas++;
      else
        points++;
    }
  return unused;
}

static mm_status
draw (const mm_derivation *d, const char *path, mm_error *err)
{
  mm_scene *scene;
  const char *paths[] = { path };
  const mm_format formats[] = { MM_FORMAT_SVG };
  mm_status s = mm_scene_new (d, &scene, err);
  if (s)
    return s;
  s = mm_draw_board (scene, MM_MORPH, 1, paths, formats, err);
  mm_scene_free (scene);
  return s;
}

static mm_status
read_and_draw (const char *module, const char *picture, mm_error *err)
{
  mm_module *m;
  unsigned nodes;
  mm_status s = mm_read_module (module, &m, err);
  if (s)
    return s;
  mm_reducer *r = mm_reducer_new ();
  mm_derivation *d = mm_derivation_new (m);
  s = r && d ? mm_reduce_to_single (r, m, d, NULL, &nodes) : mm_fail_memory (err);
  for (int i = 0; !s && i < PICTURES; i++)
    s = draw (d, picture, err);
  mm_derivation_free (d);
  mm_reducer_free (r);
  mm_module_free (m);
  return s;
}

int
main (int argc, char **argv)
{
  pthread_t thread;
  mm_error err = { .status = MM_OK };
  if (argc != 4)
    return 2;
  if (!setlocale (LC_ALL, argv[1]))
    return puts ("no such locale"), 77;
  if (pthread_create (&thread, NULL, print, NULL))
    return 2;
  const mm_status s = read_and_draw (argv[2], argv[3], &err);
  stop = true;
  pthread_join (thread, NULL);
  if (s)
    return puts (err.text), 2;
  printf ("with a comma: %s; with a point: %ld\n", commas ? "some" : "none", points);
  printf ("afterwards: %.1f\n", 1.5);
  return points != 0;
}
