/* tests/xml.h: whether a text is well-formed XML, the slow and obvious way.  */
#ifndef MM_TESTS_XML_H
#define MM_TESTS_XML_H

/**
 * Tags match and nest, attributes are quoted, entities are known, no control
 * characters, one root.  (Enough for what Graphviz and we write: no CDATA.)
 *
 * @return NULL, or what is wrong; static storage
 */
const char *xml_defect (const char *text);

#endif
