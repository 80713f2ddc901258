@echo off
rem Starts pevl.jar, which lies beside this file, or where the build made it.
setlocal
set "jar=%PEVL_JAR%"
if not defined jar if exist "%~dp0pevl.jar" set "jar=%~dp0pevl.jar"
if not defined jar set "jar=%~dp0..\target\pevl.jar"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" %PEVL_JAVA_OPTS% -jar "%jar%" %*
