# `cmake --install BUILD --prefix DIR`: the library with its headers and the files that find it, the program with its
# manual, completions and service, and the documents.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The library, the headers, kokoroConfig.cmake for find_package() and kokoro.pc for pkg-config. Static and shared are
# exported apart: a user of the shared one needs none of the packages inside it.
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/kokoro)
foreach(kind static shared)
  if(TARGET kokoro_${kind})
    install(TARGETS kokoro_${kind} EXPORT kokoro_${kind}
      ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
    install(EXPORT kokoro_${kind} NAMESPACE kokoro:: FILE kokoro-${kind}.cmake DESTINATION ${package_folder})
  endif()
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/kokoro DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/kokoroConfig.cmake.in ${PROJECT_BINARY_DIR}/kokoroConfig.cmake
  INSTALL_DESTINATION ${package_folder} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/kokoroConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/kokoroConfig.cmake ${PROJECT_BINARY_DIR}/kokoroConfigVersion.cmake DESTINATION ${package_folder})
# pkg-config files lie beside the library: from there up to the prefix, so that the tree may be moved.
file(RELATIVE_PATH pkgconfig_to_prefix /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(${PROJECT_SOURCE_DIR}/cmake/kokoro.pc.in ${PROJECT_BINARY_DIR}/kokoro.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/kokoro.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md ${PROJECT_SOURCE_DIR}/LICENSE
  ${PROJECT_SOURCE_DIR}/NOTICE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md")

if(NOT KOKORO_PROGRAM)
  return()
endif()
install(TARGETS kokoro RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})

# The program writes its own completions and the options of its manual; one that was built for another machine cannot.
if(NOT CMAKE_CROSSCOMPILING)
  set(written ${PROJECT_BINARY_DIR}/written)
  add_custom_command(OUTPUT ${written}/kokoro.1 ${written}/kokoro ${written}/_kokoro ${written}/kokoro.fish
    COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:kokoro> -DMANUAL=${PROJECT_SOURCE_DIR}/packaging/kokoro.1.in
      -DVERSION=${PROJECT_VERSION} -DFOLDER=${written} -P ${PROJECT_SOURCE_DIR}/cmake/WriteManual.cmake
    DEPENDS kokoro ${PROJECT_SOURCE_DIR}/packaging/kokoro.1.in ${PROJECT_SOURCE_DIR}/cmake/WriteManual.cmake
    COMMENT "Writing the manual and the completions" VERBATIM)
  add_custom_target(kokoro_manual ALL DEPENDS ${written}/kokoro.1)
  install(FILES ${written}/kokoro.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES ${written}/kokoro DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES ${written}/_kokoro DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
  install(FILES ${written}/kokoro.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()

# The service names the program by its full path, which only the installation knows.
install(FILES ${PROJECT_SOURCE_DIR}/packaging/systemd/kokoro.socket DESTINATION lib/systemd/system)
install(CODE "
  cmake_path(ABSOLUTE_PATH CMAKE_INSTALL_PREFIX NORMALIZE OUTPUT_VARIABLE prefix)
  cmake_path(APPEND prefix \"${CMAKE_INSTALL_BINDIR}\" OUTPUT_VARIABLE KOKORO_BINDIR)
  cmake_path(APPEND prefix \"${CMAKE_INSTALL_DOCDIR}\" OUTPUT_VARIABLE KOKORO_DOCDIR)
  configure_file(\"${PROJECT_SOURCE_DIR}/packaging/systemd/kokoro.service.in\"
    \"\$ENV{DESTDIR}\${prefix}/lib/systemd/system/kokoro.service\" @ONLY)
  message(STATUS \"Installed: \$ENV{DESTDIR}\${prefix}/lib/systemd/system/kokoro.service\")
")
