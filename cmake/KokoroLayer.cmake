# kokoro_layer(NAME DEPENDS layer... LIBRARIES target...): one folder under src/ is one static library kokoro_NAME,
# and its *_test.cpp files are one test program kokoro_NAME_test.

# Each layer finds its own packages; the library that is made of all of them links them too.
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
find_package(Threads REQUIRED)
if(KOKORO_TESTS)
  enable_testing()
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()

add_library(kokoro_options INTERFACE)
target_compile_options(kokoro_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
  $<$<BOOL:${KOKORO_WARNINGS_AS_ERRORS}>:-Werror>)
target_include_directories(kokoro_options INTERFACE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(kokoro_options INTERFACE Threads::Threads)
if(KOKORO_SANITIZE)
  target_compile_options(kokoro_options INTERFACE -fsanitize=${KOKORO_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(kokoro_options INTERFACE -fsanitize=${KOKORO_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID MATCHES Clang AND KOKORO_SANITIZE MATCHES undefined)
    # Clang 14 cannot place its function type data beside coroutines: "difference across sections".
    target_compile_options(kokoro_options INTERFACE -fno-sanitize=function)
  endif()
  if(KOKORO_FUZZ)
    target_compile_options(kokoro_options INTERFACE -fsanitize=fuzzer-no-link)
    target_compile_definitions(kokoro_options INTERFACE FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION)
  endif()
endif()

# Headers that nearly every file includes, compiled once: parsing them is half of the build. The precompiled header is
# shared, so all targets compile with the same flags and definitions that it sees.
find_package(fmt REQUIRED)
set(precompiled <algorithm> <chrono> <filesystem> <functional> <map> <memory> <mutex> <optional> <set> <span> <string>
    <string_view> <utility> <vector> <fmt/format.h> <tl/expected.hpp>)
file(WRITE ${PROJECT_BINARY_DIR}/precompiled.cpp "")
add_library(kokoro_precompiled OBJECT ${PROJECT_BINARY_DIR}/precompiled.cpp)
target_link_libraries(kokoro_precompiled PRIVATE kokoro_options fmt::fmt)
target_precompile_headers(kokoro_precompiled PRIVATE ${precompiled})
set_target_properties(kokoro_precompiled PROPERTIES POSITION_INDEPENDENT_CODE ON)
if(KOKORO_TESTS)
  add_library(kokoro_precompiled_test OBJECT ${PROJECT_BINARY_DIR}/precompiled.cpp)
  target_link_libraries(kokoro_precompiled_test PRIVATE kokoro_options fmt::fmt GTest::gtest GTest::gmock)
  target_precompile_headers(kokoro_precompiled_test PRIVATE ${precompiled} <gmock/gmock.h> <gtest/gtest.h>)
endif()

function(kokoro_layer name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(TRANSFORM ARG_DEPENDS PREPEND kokoro_)
  add_library(kokoro_${name} STATIC ${sources})
  target_link_libraries(kokoro_${name} PUBLIC kokoro_options ${ARG_DEPENDS} PRIVATE ${ARG_LIBRARIES})
  # The objects go into the shared library, too.
  set_target_properties(kokoro_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  set_property(GLOBAL PROPERTY KOKORO_${name}_LIBRARIES ${ARG_LIBRARIES})
  target_precompile_headers(kokoro_${name} REUSE_FROM kokoro_precompiled)
  if(KOKORO_TESTS AND tests)
    add_executable(kokoro_${name}_test ${tests})
    target_link_libraries(kokoro_${name}_test PRIVATE kokoro_${name} ${ARG_LIBRARIES} GTest::gtest GTest::gmock GTest::gtest_main)
    target_compile_definitions(kokoro_${name}_test PRIVATE KOKORO_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    # On the files: options of the target come before -Wconversion, which for Clang brings this warning back.
    set_source_files_properties(${tests} PROPERTIES COMPILE_OPTIONS -Wno-sign-conversion)
    target_precompile_headers(kokoro_${name}_test REUSE_FROM kokoro_precompiled_test)
    gtest_discover_tests(kokoro_${name}_test TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300)
  endif()
endfunction()
