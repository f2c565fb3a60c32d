# The library that others link, docs/decisions/0008-the-installed-library.md: the objects of all layers that the engine
# needs, once as one archive and once as a shared library, with include/kokoro as the only headers.
find_package(tl-expected REQUIRED)

set(kokoro_objects "")
set(kokoro_private_libraries fmt::fmt Threads::Threads)
foreach(layer ${kokoro_layers})
  list(APPEND kokoro_objects $<TARGET_OBJECTS:kokoro_${layer}>)
  get_property(libraries GLOBAL PROPERTY KOKORO_${layer}_LIBRARIES)
  list(APPEND kokoro_private_libraries ${libraries})
endforeach()
list(REMOVE_DUPLICATES kokoro_private_libraries)

function(kokoro_library name type)
  add_library(${name} ${type} ${kokoro_objects})
  set_target_properties(${name} PROPERTIES OUTPUT_NAME kokoro LINKER_LANGUAGE CXX)
  target_link_libraries(${name} PUBLIC tl::expected PRIVATE ${kokoro_private_libraries})
  target_compile_features(${name} INTERFACE cxx_std_20)
  target_include_directories(${name} INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
endfunction()

include(GNUInstallDirs)
kokoro_library(kokoro_static STATIC)
set_target_properties(kokoro_static PROPERTIES EXPORT_NAME static)
add_library(kokoro::static ALIAS kokoro_static)
add_library(kokoro::kokoro ALIAS kokoro_static)

if(KOKORO_SHARED)
  kokoro_library(kokoro_shared SHARED)
  set_target_properties(kokoro_shared PROPERTIES EXPORT_NAME shared VERSION ${PROJECT_VERSION} SOVERSION 0)
  target_link_options(kokoro_shared PRIVATE LINKER:--version-script=${PROJECT_SOURCE_DIR}/cmake/kokoro.map
    LINKER:--no-undefined)
  set_property(TARGET kokoro_shared PROPERTY LINK_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/kokoro.map)
  add_library(kokoro::shared ALIAS kokoro_shared)
endif()
