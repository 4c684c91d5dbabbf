@echo off
rem Drop one dossier (.xlsx, .toml) on this file: the report is written beside it and opened.
rem quality-award.exe must lie beside this file or on the PATH.
chcp 65001 >nul
setlocal
if "%~1"=="" (
  echo Drop a dossier on this file. / 请把申报信息文件拖到本文件上。
  pause
  exit /b 2
)
set "PATH=%~dp0;%PATH%"
quality-award check "%~1" -o "%~dpn1-报告.html" --open
set "CODE=%ERRORLEVEL%"
if "%CODE%"=="2" pause
exit /b %CODE%
