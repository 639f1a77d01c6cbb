# Run by the target fangst_revision at each build. Without git, or outside a clone, there is no revision to tell: of a copy
# that lies inside another clone, git would give that one's.
set(REVISION "not built from git")
if(GIT AND EXISTS ${ROOT}/.git)
  execute_process(COMMAND ${GIT} -C ${ROOT} describe --always --dirty --abbrev=12 --exclude=*
                  OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE result)
  if(result EQUAL 0)
    set(REVISION ${described})
  endif()
endif()
configure_file(${TEMPLATE} ${OUT} @ONLY)
