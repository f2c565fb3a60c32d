"""Marks of all Python tests."""


def pytest_configure(config):
    config.addinivalue_line("markers", "serial: depends on what else the machine does; script/test runs it alone")
