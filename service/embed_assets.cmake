file(READ ${OPENAPI} openapi)
file(READ ${DOCS} docs)
file(WRITE ${OUT} "namespace fangst::service {
extern const char* const kOpenApiJson;
extern const char* const kDocsHtml;
const char* const kOpenApiJson = R\"fangst_asset(${openapi})fangst_asset\";
const char* const kDocsHtml = R\"fangst_asset(${docs})fangst_asset\";
}
")
