import type { Dependencies } from './dependencies'

export interface NativeLibrary {
  /** Python distribution, PEP 503 name. */
  dependency: string
  /** Left out when the dependency has one of these extras: it brings the library along. */
  unlessExtra?: string[]
  /** Debian packages to compile it. */
  build: string[]
  /** Debian packages it loads at run time. */
  runtime: string[]
}

const COMPILER = ['gcc', 'libc6-dev']

/**
 * Debian packages that Python packages need on a slim image. Packages with complete wheels (Pillow, lxml, cryptography,
 * psycopg2-binary, numpy) need none. Names hold on Debian 12 and 13.
 */
export const NATIVE_LIBRARIES: NativeLibrary[] = [
  { dependency: 'psycopg2', build: [...COMPILER, 'libpq-dev'], runtime: ['libpq5'] },
  { dependency: 'psycopg', unlessExtra: ['binary'], build: [], runtime: ['libpq5'] },
  { dependency: 'psycopg-c', build: [...COMPILER, 'libpq-dev'], runtime: ['libpq5'] },
  {
    dependency: 'mysqlclient',
    build: [...COMPILER, 'pkg-config', 'default-libmysqlclient-dev'],
    runtime: ['libmariadb3'],
  },
  { dependency: 'uwsgi', build: COMPILER, runtime: [] },
  { dependency: 'pyodbc', build: [], runtime: ['unixodbc'] },
  {
    dependency: 'python-ldap',
    build: [...COMPILER, 'libldap2-dev', 'libsasl2-dev'],
    runtime: ['libldap2-dev', 'libsasl2-2'],
  },
  {
    dependency: 'xmlsec',
    build: [...COMPILER, 'pkg-config', 'libxml2-dev', 'libxmlsec1-dev', 'libxmlsec1-openssl'],
    runtime: ['libxmlsec1', 'libxmlsec1-openssl'],
  },
  {
    dependency: 'pylibmc',
    build: [...COMPILER, 'libmemcached-dev', 'zlib1g-dev'],
    runtime: ['libmemcached11'],
  },
  { dependency: 'pygraphviz', build: [...COMPILER, 'libgraphviz-dev'], runtime: ['graphviz'] },
  { dependency: 'graphviz', build: [], runtime: ['graphviz'] },
  { dependency: 'pycairo', build: [...COMPILER, 'pkg-config', 'libcairo2-dev'], runtime: ['libcairo2'] },
  { dependency: 'cairosvg', build: [], runtime: ['libcairo2'] },
  {
    dependency: 'weasyprint',
    build: [],
    runtime: ['libpango-1.0-0', 'libpangoft2-1.0-0', 'libharfbuzz-subset0'],
  },
  { dependency: 'python-magic', build: [], runtime: ['libmagic1'] },
  { dependency: 'opencv-python', build: [], runtime: ['libgl1', 'libglib2.0-0'] },
  { dependency: 'opencv-contrib-python', build: [], runtime: ['libgl1', 'libglib2.0-0'] },
  { dependency: 'pdf2image', build: [], runtime: ['poppler-utils'] },
  { dependency: 'pytesseract', build: [], runtime: ['tesseract-ocr'] },
  { dependency: 'pyzbar', build: [], runtime: ['libzbar0'] },
  { dependency: 'pydub', build: [], runtime: ['ffmpeg'] },
  { dependency: 'ffmpeg-python', build: [], runtime: ['ffmpeg'] },
]

/** Debian packages for these dependencies, each named once, in order. */
export function nativeLibraries(dependencies: Dependencies): { build: string[]; runtime: string[] } {
  const rows = NATIVE_LIBRARIES.filter(
    row =>
      dependencies.has(row.dependency) &&
      !row.unlessExtra?.some(
        extra =>
          dependencies.hasExtra(row.dependency, extra) || dependencies.has(`${row.dependency}-${extra}`),
      ),
  )
  const unique = (names: string[]) => [...new Set(names)].sort()
  return { build: unique(rows.flatMap(row => row.build)), runtime: unique(rows.flatMap(row => row.runtime)) }
}
