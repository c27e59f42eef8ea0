/* render/palette_i.h: colours and measures of all pictures; for render/ only.

   Contrast on white: ink 17.4, edge 6.9, blue 7.1, vermillion 4.6; the halo (1.6) is
   never the only sign.  */
#ifndef MM_RENDER_PALETTE_I_H
#define MM_RENDER_PALETTE_I_H

#define MM_INK "#1A1A1A"
#define MM_EDGE "#5A5A5A"
#define MM_BLUE "#005A9C"
#define MM_VERMILLION "#C25400"
#define MM_HALO "#FFC46B"
#define MM_GREY_NAME "#6A6A6A"
#define MM_FADED "#B0B0B0"
#define MM_FADED_TEXT "#8A8A8A"
#define MM_RULE_GREY "#DCDCDC"
#define MM_WHITE "white"

/* Points.  */
#define MM_BLOB_RADIUS 15.0
#define MM_RING 4.0 /* how much further out the second ring of s and t is */
#define MM_BEAD_RADIUS 4.0
#define MM_ARROW 8.0
#define MM_CHIP_HEIGHT 18.0
#define MM_MARGIN 14.0
#define MM_CAPTION_HEIGHT 46.0

#endif
