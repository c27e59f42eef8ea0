/* prove/check_demand.c: the demand makes sense, and channels and kernels are the module's.

   After this the certificate alone says what has to be known: every interior blob has
   channels, the ends have those of the demand, every layer is an ordinary convolution with an odd
   kernel.  So the module computes a matrix over the Laurent polynomials (rows: output channels, columns:
   input channels, monomials: taps): the sum over all paths from source to sink of the products of
   their layers' matrices, each layer being any matrix whose taps lie within its kernel.  */
#include "prove/check_capacity_i.h"

static bool
ranks_are_possible (const mm_case *k, const mm_demand *d)
{
  const uint64_t taps = mm_check_product (d->kh, d->kw);
  const uint32_t both = d->in < d->out ? d->in : d->out;
  if (d->rank_in > mm_check_product (d->out, taps) || d->rank_out > mm_check_product (d->in, taps)
      || d->rank_function > both || d->rank_rows > both || d->rank_columns > both || d->rank_corner > both)
    return mm_refuse (k, "the demand: no convolution of this shape has ranks as high as these");
  return true;
}

static bool
demand_is_one (const mm_case *k, bool possible)
{
  if (!k->c->capacity)
    return mm_refuse (k, "there is no demand");
  const mm_demand *d = &k->c->capacity->demand;
  if (d->in == 0 || d->out == 0)
    return mm_refuse (k, "the demand: a convolution has channels on both sides");
  if (d->kh % 2 == 0 || d->kw % 2 == 0)
    return mm_refuse (k, "the demand: kernels are odd, not %u x %u", d->kh, d->kw);
  if (d->rank_in == 0 || d->rank_in > d->in || d->rank_out == 0 || d->rank_out > d->out)
    return mm_refuse (k, "the demand: ranks are from 1 to the channels, %u in and %u out", d->in, d->out);
  return !possible || ranks_are_possible (k, d);
}

static bool
channels_agree (const mm_case *k)
{
  const mm_certificate *c = k->c;
  char name[MM_CASE_NAME];
  for (uint32_t v = 1; v <= c->blobs; v++)
    {
      const uint32_t has = mm_module_blob_info (k->m, c->blob[v - 1]).channels;
      const uint32_t said = c->capacity->channels[v - 1];
      const bool end = v == 1 || v == c->blobs;
      const uint32_t asked = v == 1 ? c->capacity->demand.in : c->capacity->demand.out;
      if (end && said != asked)
        return mm_refuse (k, "blob %s has %u channels in the certificate, but %u in its demand",
                          mm_case_blob (k, v, name), said, asked);
      if (has == 0 && !end)
        return mm_refuse (k, "blob %s has no channels in the module", mm_case_blob (k, v, name));
      if (has != 0 && said != has)
        return mm_refuse (k, "blob %s has %u channels in the certificate, but %u in the module",
                          mm_case_blob (k, v, name), said, has);
    }
  return true;
}

static bool
kernels_agree (const mm_case *k)
{
  const mm_certificate *c = k->c;
  for (uint32_t e = 0; e < c->layers; e++)
    {
      const mm_layer_info info = mm_module_layer_info (k->m, e);
      const uint32_t *said = c->capacity->kernel + 2 * (size_t) e;
      if (info.kind != MM_KIND_CONV || info.stride != 1 || info.dilation != 1 || info.groups != 1)
        return mm_refuse (k, "layer %u is no convolution of stride, dilation and groups 1 in the module", e + 1);
      if (info.kernel_h == 0 || info.kernel_w == 0)
        return mm_refuse (k, "layer %u has no kernel in the module", e + 1);
      if (said[0] != info.kernel_h || said[1] != info.kernel_w)
        return mm_refuse (k, "layer %u has a %ux%u kernel in the certificate, but %ux%u in the module", e + 1, said[0],
                          said[1], info.kernel_h, info.kernel_w);
      if (said[0] % 2 == 0 || said[1] % 2 == 0)
        return mm_refuse (k, "layer %u has no odd kernel", e + 1);
    }
  return true;
}

bool
mm_check_demand (const mm_case *k, bool possible)
{
  return demand_is_one (k, possible) && channels_agree (k) && kernels_agree (k);
}
